# A file of our own beside the generated ones: the bucket is made in the same apply.
resource "aws_s3_bucket" "archive" {
  bucket = "archive-dev-documents"
}
