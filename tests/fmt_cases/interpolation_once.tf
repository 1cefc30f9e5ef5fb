# Only the outermost interpolation goes, though the next would go next time.
nested = "${"${b}"}"
# A line comment keeps its newline, and so a blank line or even a wrong one appears.
comment = "${ b # x
}"
broken = "${ b # x
+ c # y
}"
