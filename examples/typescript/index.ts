// Sell seats: a saga reserves the seat and issues the ticket, and the buyer's page hears how it
// ended.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as realtime from "@realtime-checkout/realtime";

const config = new pulumi.Config();

const notifier = new realtime.RealtimeNotifier("notifier", {
  allowedOrigins: [config.require("allowedOrigin")],
  oidcIssuer: config.require("oidcIssuer"),
  oidcAudience: config.require("oidcAudience"),
});

// The records of the steps: saga_step keeps them.
const steps = new aws.dynamodb.Table("steps", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "orderId",
  rangeKey: "step",
  attributes: [
    { name: "orderId", type: "S" },
    { name: "step", type: "S" },
  ],
  ttl: { attributeName: "expiresAt", enabled: true },
  pointInTimeRecovery: { enabled: true },
});
// Your own data: who holds which seat, and which tickets are valid.
const sales = new aws.dynamodb.Table("sales", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
  pointInTimeRecovery: { enabled: true },
});

const role = new aws.iam.Role("tickets", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "lambda.amazonaws.com" },
    },
  }),
});
const logGroup = new aws.cloudwatch.LogGroup("tickets", { retentionInDays: 14 });
const policy = new aws.iam.RolePolicy("tickets", {
  role: role.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
        Resource: steps.arn,
      },
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
        Resource: sales.arn,
      },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${logGroup.arn}:*`,
      },
    ],
  }),
});
// One function does all steps. Its time-out is shorter than the steps' own, which is 15 seconds.
const tickets = new aws.lambda.Function(
  "tickets",
  {
    runtime: "python3.13",
    architectures: ["arm64"],
    handler: "tickets.handler",
    code: new pulumi.asset.FileArchive("functions"),
    layers: [notifier.layerArn],
    role: role.arn,
    timeout: 10,
    loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
    environment: { variables: { STEPS_TABLE: steps.name, SALES_TABLE: sales.name } },
  },
  { dependsOn: [policy] },
);

const saga = new realtime.Saga("sale", {
  steps: [
    {
      name: "reserve_seat",
      functionArn: tickets.arn,
      compensationName: "release_seat",
      compensationArn: tickets.arn,
      businessErrors: { SeatTaken: "DECLINED" },
      retryOn: ["StepBusy"],
    },
    {
      name: "issue_ticket",
      functionArn: tickets.arn,
      compensationName: "void_ticket",
      compensationArn: tickets.arn,
      retryOn: ["StepBusy"],
    },
  ],
  pushFunctionArn: notifier.pushFunctionArn,
  layerArn: notifier.layerArn,
  eventSource: "tickets",
});

export const websocket_url = notifier.websocketUrl;
export const state_machine_arn = saga.stateMachineArn;
export const outcomes_table = saga.outcomesTable;
export const attention_queue_url = saga.attentionQueueUrl;
