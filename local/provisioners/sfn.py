"""Step Functions state machines."""

from __future__ import annotations

from local.program import Created
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, creates


@creates("aws:sfn/stateMachine:StateMachine")
def state_machine(clients: Clients, inputs: Inputs) -> Created:
    name = inputs.physical_name()
    # The emulator delivers neither execution logs nor traces.
    inputs.ignore("loggingConfiguration", "tracingConfiguration")
    made = clients.client("stepfunctions").create_state_machine(
        name=name,
        type=inputs.take("type", "STANDARD"),
        definition=inputs.take("definition"),
        roleArn=inputs.take("roleArn"),
    )
    arn = made["stateMachineArn"]
    return Created(arn, {"arn": arn, "name": name, "status": "ACTIVE", "creationDate": ""})
