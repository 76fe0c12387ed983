"""IAM roles and their policies."""

from __future__ import annotations

from local.program import Created
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, creates


@creates("aws:iam/role:Role")
def role(clients: Clients, inputs: Inputs) -> Created:
    name = inputs.physical_name()
    made = clients.client("iam").create_role(
        RoleName=name, AssumeRolePolicyDocument=inputs.take("assumeRolePolicy")
    )["Role"]
    outputs = {"arn": made["Arn"], "name": name, "uniqueId": made["RoleId"], "path": "/"}
    return Created(name, outputs)


@creates("aws:iam/rolePolicy:RolePolicy")
def role_policy(clients: Clients, inputs: Inputs) -> Created:
    name, owner = inputs.physical_name(), inputs.take("role")
    clients.client("iam").put_role_policy(
        RoleName=owner, PolicyName=name, PolicyDocument=inputs.take("policy")
    )
    return Created(f"{owner}:{name}", {"name": name})


@creates("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
def role_policy_attachment(clients: Clients, inputs: Inputs) -> Created:
    owner, policy = inputs.take("role"), inputs.take("policyArn")
    # The emulator ships few of AWS's managed policies. The local stage ignores managed policies;
    # role policies are enforced.
    return Created(f"{owner}-{policy.rsplit('/', 1)[-1]}", {"role": owner, "policyArn": policy})
