a=1 # x
bbb={
"c"=<<E
  x
  E
} // y
/* z
 w */
