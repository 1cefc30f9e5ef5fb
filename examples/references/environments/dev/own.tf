locals {
  region = "us-east-1"
}

resource "aws_s3_bucket" "uploads" {
  bucket = "uploads-dev-files"
}

resource "aws_sqs_queue" "resize" {
  name = "uploads-dev-resize"
}

resource "aws_sqs_queue" "scan" {
  name = "uploads-dev-scan"
}
