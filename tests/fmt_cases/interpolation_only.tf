# A value that is nothing but an interpolation loses it.
a = "${b}"
c = "${ d + e }"
j = "${~ k ~}"
h = "${"i"}"
s = "${[1,2]}"
block { x = "${y}" }
commented = /* d */ "${ b }" # e

# On several lines it gets parentheses, unless it seems to have some.
multi = "${
  b &&
    c
}"
trimmed = "${
 b
}"
call = "${foo(
bar
)}"
sum = "${(b)
+ (c)}"
heredoc = "${<<EOT
x
EOT
}"

# These stay as they are.
two = "${b}${c}"
argument = foo("${bar}")
list = ["${b}"]
object = { "${b}" = "${c}" }
parentheses = ("${b}")
directive = "%{if x}${b}%{endif}"
sequence_in_heredoc = "${<<EOT
${x}
EOT
}"
