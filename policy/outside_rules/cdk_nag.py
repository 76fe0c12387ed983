"""cdk-nag's rules with the packs that use each, AwsSolutions by its own ids."""

from __future__ import annotations

from .checkov import OWN_KEY, TRACED
from .outside_rule import OutsideRule, ReadList

READ_CDK_NAG = ReadList(
    name="cdk-nag",
    version="main",
    commit="ca6d1b54e1cf1c2e3c29d731e066f6d5ded710b5",
    read_on="2026-11-27",
    where=("RULES.md", "src/packs", "src/rules"),
)
OWN_LIMITS = "a default is no defect; what a time-out breaks is judged by function-answers-in-time"

CDK_NAG: tuple[OutsideRule, ...] = (
    OutsideRule("APIGWAccessLogging (AwsSolutions-APIG1, Serverless)",
                "access logs of an API's stage", ("api-stage-logged",)),
    OutsideRule("APIGWAuthorization (AwsSolutions-APIG4)", "authorization of each route",
                ("connect-route-authorized", "writing-route-authorized"),
                "a catalogue may be read by all; a WebSocket API authorizes on $connect"),
    OutsideRule("APIGWDefaultThrottling (Serverless)", "throttles of a stage",
                ("api-stage-throttled",)),
    OutsideRule("APIGWStructuredLogging (Serverless)", "an access log in JSON",
                ("access-log-structured",)),
    OutsideRule("CloudWatchAlarmAction (HIPAA, NIST)", "an alarm with an action",
                ("alarm-has-topic",), "in production"),
    OutsideRule("CloudWatchLogGroupEncrypted (HIPAA, NIST, PCI)", "a log group's own key",
                why_not=OWN_KEY),
    OutsideRule("CloudWatchLogGroupRetentionPeriod (HIPAA, NIST, PCI, Serverless)",
                "a log group's retention", ("log-retention-set",)),
    OutsideRule("CognitoUserPoolMFA (AwsSolutions-COG2)", "a second factor at each sign-in",
                why_not="the pool is for buyers of a stage without an issuer of its own; a team "
                "that wants a second factor names its issuer"),
    OutsideRule("CognitoUserPoolPlusTier (AwsSolutions-COG8)", "Cognito's Plus plan",
                why_not="it is billed by the user; the sign-in is throttled by Cognito, and nobody "
                "can sign up by himself"),
    OutsideRule("CognitoUserPoolStrongPasswordPolicy (AwsSolutions-COG1)", "strong passwords",
                ("user-pool-passwords-strong",), "12 characters stand in for symbols"),
    OutsideRule("DynamoDBAutoScalingEnabled (HIPAA, NIST)", "tables whose capacity follows load",
                ("table-scales",)),
    OutsideRule("DynamoDBInBackupPlan (HIPAA, NIST)", "tables in a plan of AWS Backup",
                ("table-recoverable",), "recovery reaches 35 days back; what must be kept for "
                "longer is the account's plan, by tags"),
    OutsideRule("DynamoDBPITREnabled (AwsSolutions-DDB3, HIPAA, NIST)",
                "point-in-time recovery of tables", ("table-recoverable",),
                "in production; a table whose rows expire may go without"),
    OutsideRule("EventBusDLQ (Serverless)", "dead-letter queues of a rule's targets",
                ("event-target-keeps-failed",)),
    OutsideRule("EventBusOpenAccess (AwsSolutions-EVB1)", "a bus that is open to named principals",
                ("no-public-principal",)),
    OutsideRule("IAMNoInlinePolicy (HIPAA, NIST, PCI)", "no inline policies",
                why_not="each role serves one function, and its policy lives and dies with it; "
                "nobody can attach it elsewhere"),
    OutsideRule("IAMNoManagedPolicies (AwsSolutions-IAM4)", "no policies that AWS manages",
                ("no-full-access-policy",), "API Gateway's logging role takes the one that its "
                "documents name"),
    OutsideRule("IAMNoWildcardPermissions (AwsSolutions-IAM5)",
                "no wildcards in policies without evidence",
                ("no-wildcard-action", "no-wildcard-resource"),
                "below a named resource, as the streams of a log group, a wildcard is allowed"),
    OutsideRule("IAMPolicyNoStatementsWithAdminAccess (HIPAA, NIST, PCI)",
                "no policy of full rights", ("no-wildcard-action", "no-wildcard-resource")),
    OutsideRule("IAMPolicyNoStatementsWithFullAccess (HIPAA, NIST, PCI)",
                "no policy of all of a service's actions", ("no-wildcard-action",)),
    OutsideRule("IAMUserNoPolicies (HIPAA, NIST, PCI)", "no policies on users",
                why_not="the program makes no users"),
    OutsideRule("LambdaConcurrency (HIPAA, NIST)", "a limit of a function's concurrency",
                why_not="it takes from what the account's other functions share; the stages' "
                "throttles bound what comes in (api-stage-throttled)"),
    OutsideRule("LambdaDLQ (HIPAA, NIST, Serverless)", "a function's own dead-letter queue",
                why_not="it is for asynchronous invocations, and nothing invokes these functions "
                "so: queues, streams and the saga keep what fails"),
    OutsideRule("LambdaDefaultMemorySize (Serverless)", "a function's memory, written down",
                why_not="a default is no defect, and the components set it"),
    OutsideRule("LambdaDefaultTimeout (Serverless)", "a function's time-out, written down",
                why_not=OWN_LIMITS),
    OutsideRule("LambdaEventSourceMappingDestination (Serverless)",
                "a place for what a mapping cannot handle",
                ("stream-failures-kept", "drained-queue-has-dead-letters"),
                "a queue's own dead-letter queue is that place"),
    OutsideRule("LambdaEventSourceSQSVisibilityTimeout",
                "a visibility time-out of six times the function's", ("queue-outlives-function",),
                "ours asks for once, which Lambda requires; the components set six times"),
    OutsideRule("LambdaFunctionPublicAccessProhibited (HIPAA, NIST, PCI)",
                "no permission for everybody", ("function-not-public",)),
    OutsideRule("LambdaFunctionUrlAuth", "function URLs that need a signature",
                ("function-url-authorized",)),
    OutsideRule("LambdaInsideVPC (HIPAA, NIST, PCI)", "functions inside a VPC",
                why_not="they talk to AWS's services and to the issuer, by TLS; a VPC adds "
                "endpoints to pay and nothing to reach"),
    OutsideRule("LambdaLatestVersion (AwsSolutions-L1, Serverless)", "the newest runtime",
                ("function-runtime-supported",), "one that gets patches is new enough: the locked "
                "libraries are built for it"),
    OutsideRule("LambdaLogLevel", "a function's log group with a retention",
                ("function-has-log-group", "log-retention-set")),
    OutsideRule("LambdaLogging", "a function's log group", ("function-has-log-group",)),
    OutsideRule("LambdaStarPermissions (Serverless)", "a function's role without wildcards",
                ("no-wildcard-action", "no-wildcard-resource")),
    OutsideRule("LambdaTracing (Serverless)", "traces of functions", why_not=TRACED),
    OutsideRule("SQSQueueDLQ (AwsSolutions-SQS3)", "a queue's dead-letter queue",
                ("drained-queue-has-dead-letters",),
                "a queue that people look at, and no function drains, ends there"),
    OutsideRule("SQSQueueSSE (AwsSolutions-SQS2)", "an encrypted queue", ("queue-encrypted",)),
    OutsideRule("SQSQueueSSLRequestsOnly (AwsSolutions-SQS4)", "a queue that refuses clear text",
                ("queue-tls-only",), "in production"),
    OutsideRule("SQSRedrivePolicy (Serverless)", "a queue's redrive policy",
                ("drained-queue-has-dead-letters",),
                "a queue that people look at, and no function drains, ends there"),
    OutsideRule("StepFunctionStateMachineAllLogsToCloudWatch (AwsSolutions-SF1)",
                "a state machine that logs every event", ("state-machine-logged",),
                "errors are enough: Step Functions keeps each Standard execution's history for 90 "
                "days"),
    OutsideRule("StepFunctionStateMachineXray (AwsSolutions-SF2, Serverless)",
                "traces of a state machine", why_not=TRACED),
)  # fmt: skip
