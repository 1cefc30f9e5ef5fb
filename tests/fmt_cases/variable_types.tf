variable "x" {
type = "string"
}
variable "y" {
type = "list"
default = []
}
variable "z" { type = "map" }
variable "list" {
type = /* a */ list /* b */
}
variable "map" "two labels" {
type = map
}
variable {
type = set # c
}
variable "kept" {
type = "any"
}
variable "kept" {
type = "list(string)"
}
variable "kept" {
type = list("string")
}
variable "kept" {
type = ("map")
}
variable "kept" {
type = "${"map"}"
}
variable "kept" {
type = object({a=list,b="string"})
nested {
type = "string"
}
}
block {
variable "kept" {
type = "string"
}
}
block {
type = "string"
}
type = "string"
