"""The session policy that AWS gives guests in the enhanced flow, as its pages list what guests can use.

Amazon Cognito Developer Guide, "IAM roles"; for CloudWatch RUM, the managed policy AmazonCognitoUnAuthedIdentitiesSessionPolicy.
What only other pages list is in dispute, and poolsmith leaves it undecided.
"""

ACTIONS = """
    s3:* dynamodb:* sdb:* lambda:* execute-api:* appsync:* iot:* firehose:* kinesisanalytics:* sqs:* sns:* ses:* geo:*
    gamelift:* mobileanalytics:* cloudwatch:* logs:* cognito-identity:* cognito-idp:* cognito-sync:* kms:Encrypt kms:Decrypt
    kms:ReEncrypt* kms:GenerateDataKey comprehend:* lex:* machinelearning:* personalize:* polly:* rekognition:* transcribe:*
    translate:* codewhisperer:* sumerian:View* sagemaker:InvokeEndpoint textract:DetectDocumentText textract:AnalyzeDocument
    rum:PutRumEvents
""".split()

SESSION_POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ACTIONS, "Resource": "*"}],
}
