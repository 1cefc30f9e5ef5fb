   # Successive lines align their = and their comments.
   a=1# c
   bbbb=2// d

   # Blank lines and lines without = part them.
   locals{ 
   a=1 

   bbbb=2 
   # comment
   c=3 
   dd=[ 
   1 , 
   2 
   ] 
   ee=4 
   fffffff=<<EOT
 x
EOT
   g=4 
   } 

   # An item with a colon has no place in a column.
   object={ 
   b=1 
   ccc=2#x
   "d d":3 , 
   ( e )=4 
   f={ 
   g=1 
   } 
   hh=2 
   i . j=9 
   foo ( )=11 
   "${ k }"=7 
   } 

   # So has one that leaves brackets open or closes those of another line.
   open={b=1 
   cc=2} 
   ddd=3 
   dddd=[ {b=1 
   ccc=2 
   } ,{b=1 
   ddd=2 
   } ] 
   list=[ 
   {a=1} , 
   ( {c=1 
   ccccccccccccccccccccc=2 
   } ) ] 
   one{x=1} 
   two{yy=2} 
   three=1 
   four={ 
   b=1 ,cc=2 
   ddd=3 ,eeee=4 
   ( foo ( 
   bar 
   ) )=1 
   ( x )=3 
   } 

   # A comment on more than one line is as wide as all of it.
   five=1/* x
y */# z
   six={/* x
*/}# d
   seven=1# e

   # Comments align across blocks.
   block{# y
   b=1# z
   cc=2# w
   }# v
   b1=1# u
   b2=1/* x */ 
   b3=2/* x */# y
   b4=foo ( 1 ,# one
   22 ,# two
   333 )# three
   /* e */# f
   /* g */h{# i
   /* n */}# o

   # Characters count as people see them.
   wide={ 
   "é"=1 
   "e⃝"=2 
   "中文"=3 
   "👨‍👩‍👧"=4 
   "🇫🇷🇩🇪"=5 
   "⚠️ x"=6 
   "plain text"=7 
   } 
