# A file of our own beside the generated ones: in dev the user pool is made in the same apply.
resource "aws_cognito_user_pool" "staff" {
  name = "desk-dev-staff"
}

resource "aws_cognito_user_pool_client" "staff" {
  name         = "desk"
  user_pool_id = aws_cognito_user_pool.staff.id
}

resource "aws_cognito_user_group" "admins" {
  name         = "admins"
  user_pool_id = aws_cognito_user_pool.staff.id
}
