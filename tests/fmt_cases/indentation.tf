   block{ 
   a=[ { 
   b=1 
   } ] 
   c=foo ( [ { 
   d=1 
   } ,{ 
   e=1 
   } ] ) 
   f=foo ( 
   a , 
   [ 
   b , 
   c ] , 
   d ) 
   g=foo ( bar ,{ 
   x=1 
   } , 
   [ 1 , 
   2 
   ] ) 
   h=( 
   b 
   &&c 
   ) 
   i={ 
   for x in y:x=>{ 
   a=1 
   } 
   } 
   j={b={ 
   c=1 
   }} 
   nested{ 

   # comment
   } 
   } 

   # What a heredoc opens on its first line does not count, what it closes later does.
   outer{ 
   k=<<EOT
    ${ jsonencode ( { 
   l=[ 
   { 
   m=1 
   } 
   ] 
   n=2 
   } ) }
EOT
   o=1 
   p=[ [ <<EOT
x
EOT
   ,1 , 
   2 ] , 
   3 ] 
   } 

   # After an aligned = all is balanced, the heredoc included.
   inner{ 
   q=[ [ { 
   c=1} ] ,[ <<EOT
${ a 
   }
EOT
   ] ] 
   r=1 
   } 
