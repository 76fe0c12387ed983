"""Route 53: records, which are accepted and made nowhere."""

from __future__ import annotations

from local.program import Created
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, creates


@creates("aws:route53/record:Record")
def record(clients: Clients, inputs: Inputs) -> Created:
    """No name is resolved by the emulator. The hosted zone is a team's own and not there either."""
    zone, name, kind = (inputs.take(key) for key in ("zoneId", "name", "type"))
    for alias in inputs.nested_list("aliases"):
        alias.ignore("name", "zoneId", "evaluateTargetHealth")
    return Created(f"{zone}_{name}_{kind}", {"fqdn": name})
