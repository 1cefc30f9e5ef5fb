a = { b = <<E
${ x # c
}xxxxxxxxxx$
xxxx${[ # d
]}
E
} # d
# xy
c = { b = <<E
${ x # c
}$$
%

${[ # d
]}
E
} # d
# end