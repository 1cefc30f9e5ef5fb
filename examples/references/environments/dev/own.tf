locals {
  region       = "us-east-1"
  status_topic = "kiosks/${aws_iot_thing.kiosk.name}/status"
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

resource "aws_iot_thing" "kiosk" {
  name = "uploads-dev-kiosk"
}
