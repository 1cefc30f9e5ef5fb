   f="x${ g }y${~ h ~}" 
   l="%{ if m }n%{ else }o%{ endif }" 
   p="%{~ if m ~}n%{~ for x ,y in z ~} y %{~ endfor ~}%{ endif }${ a+b }" 
   q="${ b }${ c }" 
   w="$${ b } %%{ if }" 
   x="x${{a=1}} ${{a=1} [ "b" ] } ${ [ 1 ] } ${~ ( a ) ~}" 
   y="x ${ [ 
   1 , 
   2 ] } y" 
   z="%{ if 
   x 
   }%{ 
   endif 
   }" 

   heredoc=<<EOT
  foo ${ bar+1 } \n \q "quoted"
EOT
   indented=[ <<-EOT
    foo ${ bar }
  %{ if x ~}
    y
  %{ endif }
    EOT
   ,1 ] 
   marker=<<EOT
not EOTX
 EOT  
   object=<<EOT
a ${{ 
   b=1 
   cc=2 
   }} c
EOT
