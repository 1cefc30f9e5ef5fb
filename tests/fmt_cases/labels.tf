resource "a" b   {}
resource if "for" null {
}
block/*lost*/"b"/*lost*/d/*kept*/{
}
block /*kept*/ {
}
block "a\nb" "\"" "\\" "\t" "\r" "" {}
block "\u00e9" "\U0001F600" "a\u0000b" "\u200b" {}
block "$" "%" "$${" "%%{" {}
block "dropped: a$b" "kept" {}
