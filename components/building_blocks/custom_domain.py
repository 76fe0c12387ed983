"""An API's own domain name: the name at API Gateway, its mapping, and the record in DNS."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.building_blocks.account import region
from components.building_blocks.args_errors import Place
from components.building_blocks.domain_args import DomainSettings


def custom_domain(
    name: str,
    domain: pulumi.Input[str],
    settings: DomainSettings,
    api_stage: aws.apigatewayv2.Stage,
    *,
    component: str,
    parent: pulumi.Resource,
) -> pulumi.Output[str]:
    """Serve the API stage at the domain's root. Answers the name, known once it is mapped.

    The execute-api address goes on: a page that was opened before the change still uses it, and
    calls to connections go nowhere else. ``component`` is named in errors.
    """
    opts = pulumi.ResourceOptions(parent=parent)
    made = aws.apigatewayv2.DomainName(
        f"{name}-domain",
        domain_name=domain,
        domain_name_configuration={
            "certificate_arn": _of_this_region(
                Place(component, name=name), settings.certificate_arn, parent
            ),
            "endpoint_type": "REGIONAL",
            "security_policy": "TLS_1_2",
        },
        opts=opts,
    )
    mapping = aws.apigatewayv2.ApiMapping(
        f"{name}-domain-mapping",
        api_id=api_stage.api_id,
        domain_name=made.domain_name,
        stage=api_stage.name,
        opts=opts,
    )
    if settings.hosted_zone_id is not None:
        target = made.domain_name_configuration
        aws.route53.Record(
            f"{name}-domain-record",
            zone_id=settings.hosted_zone_id,
            name=made.domain_name,
            type="A",
            aliases=[
                {
                    "name": target.target_domain_name,
                    "zone_id": target.hosted_zone_id,
                    "evaluate_target_health": False,
                }
            ],
            opts=opts,
        )
    return mapping.domain_name


def _of_this_region(
    place: Place, certificate_arn: pulumi.Input[str] | None, parent: pulumi.Resource
) -> pulumi.Output[str]:
    """The certificate's ARN. ``pulumi.RunError``, once both are known, for another Region's."""

    def check(known: dict[str, str]) -> str:
        if known["arn"].split(":")[3] != known["region"]:
            error = place.of("certificate_arn").error(
                f"must be a certificate of the API's Region, {known['region']}, got "
                f"{known['arn']!r}; request or import it there"
            )
            raise pulumi.RunError(str(error))  # Pulumi prints it without a traceback
        return known["arn"]

    return pulumi.Output.all(arn=certificate_arn, region=region(parent)).apply(check)
