   a=b [ 0 ] . c [ * ] . d 
   e=! f&&- g||h -- i 
   j=k?l:m 
   n=foo ( a ,b ,c ... ) 
   o=[ for x in y:x if z ] 
   p={for k ,v in y:k=>v ...if z} 
   q=a . * . b . 0 . c 
   r=( a+b ) 
   u=[ ] 
   v={ } 
   w={a=1 ,b={ }} 
   y=a==b!=c>=d<=e>f<g%h*i/j+k -l 
   z=a-b -c 
   provider=provider :: aws :: x ( 1 ,2 ) 
   resource"a""b"{x=1} 
   block{ } 
   trailing=[ a ,] 
   call=foo ( {a=b} ,[ b ] ,) 
   string_index="d"[ b ] 
   splat=a . *[ 0 ] 
   after_splat=a . *- b 

   # The minus is unary after operators, brackets and at the start of a line only.
   m1=[ for x in -1:- x if -z ] 
   m2={for x in y:- x=>-y} 
   m3="x${ -a }" 
   m4=[ 
   x 
   - b , 
   - c 
   ] 

   # Names before parentheses are taken for functions, and so is if before brackets.
   k1=[ for x in ( y ):( x )if ( z ) ] 
   k2=[ for x in[ 1 ]:[ x ]if [ 1 ] ] 
   k3="%{ if ( x ) }%{ endif }%{ if [ x ] }%{ endif }%{ for x in[ 1 ,2 ] }%{ endfor }" 
   k4=[ for x in y:x if in] 
   k5=[ for in ,k in y:foo . in [ 0 ] ] 

   # Comments keep their distance from most things.
   c1={b=c/* d */ ,e=f} 
   c2=foo ( /* i */j ,/* k */ ) 
   c3=[ /*o*/ ] 
   c4={/*q*/} 
   c5=w/*x*/ . /*y*/z/*x*/[ /*y*/z/*a*/ ] 
   c6=- /*b*/! /*c*/a 
   c7=core/**/::/**/max/**/( 1 ) 
   block3{/*a*/b/*c*/=/*d*/1/*e*/}/*f*/ 

   # Keywords are names like others.
   for=1 
   if=in 
   else=in ( 1 ) 
   null=in [ 0 ] 
