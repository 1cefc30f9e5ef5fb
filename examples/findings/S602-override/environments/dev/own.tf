# A file of one's own in the directory of an environment is not reported.
output "name" {
  value = "notes"
}
