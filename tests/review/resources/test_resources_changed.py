"""The resources' section: what happens to each, why, and what follows from what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from local.aws_provider import RecordedProgram, RecordedResource
from review.data_at_risk.risks import data_at_risk
from review.resources.resources_changed import resources
from review.side import Side
from review.text.markdown import TIMES
from tests.support.sides import resource, side_of, urn

TABLE, QUEUE = "aws:dynamodb/table:Table", "aws:sqs/queue:Queue"
FUNCTION, LAYER = "aws:lambda/function:Function", "aws:lambda/layerVersion:LayerVersion"
API, ROUTE = "aws:apigatewayv2/api:Api", "aws:apigatewayv2/route:Route"


def lines(before: Side | None, after: Side | None) -> list[str]:
    return [*resources(before, after).lines]


def function(name: str, family: str = "checkout", **inputs: Any) -> dict[str, RecordedResource]:
    handler = f"functions.{family}.{name}.handler"
    given = {"handler": handler, "code": {"archive": "sha256:1"}, **inputs}
    return resource(FUNCTION, name, **given)


def with_layer(one: dict[str, RecordedResource]) -> dict[str, RecordedResource]:
    """The function, whose layer comes from the resource ``layer``."""
    return {
        name: replace(found, sources={"layers": (urn(LAYER, "layer"),)})
        for name, found in one.items()
    }


def test_an_equal_stage_has_no_lines() -> None:
    side = side_of(resource(TABLE, "orders", hashKey="id"))

    assert (lines(side, side), resources(side, side).summary) == ([], "")


def test_a_replaced_table_is_said_with_its_key_and_that_its_data_is_lost() -> None:
    before = side_of(resource(TABLE, "orders", hashKey="id"))
    after = side_of(resource(TABLE, "orders", hashKey="orderId"))

    assert lines(before, after) == [
        "- **replaced** `orders` (`dynamodb.Table`): `hashKey` `id` → `orderId`; "
        "**what it holds is lost**"
    ]
    assert resources(before, after).summary == "1 replaced"
    assert data_at_risk(before, after) == (
        "`orders` (`dynamodb.Table`) is replaced because of `hashKey`: what it holds is lost",
    )


def test_a_table_with_deletion_protection_is_said_to_be_refused() -> None:
    before = side_of(resource(TABLE, "orders", hashKey="id", deletionProtectionEnabled=True))

    (said,) = data_at_risk(before, side_of())
    assert said == (
        "`orders` (`dynamodb.Table`) is removed: its deletion protection is on, so the update ends "
        "with AWS's refusal, and it stays with what it holds"
    )


def with_options(side: Side, name: str, **options: str) -> Side:
    (found,) = [one for one in side.record.resources if one.endswith(f"::{name}")]
    return replace(side, options={found: options})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"retainOnDelete": "true"}, "it stays on AWS outside of the stack (`retainOnDelete`)"),
        (
            {"protect": "true"},
            "what it holds would be lost; it is protected (`protect`): Pulumi refuses",
        ),
        ({"protect": "false"}, "what it holds is lost"),
    ],
)
def test_an_option_decides_what_becomes_of_data(options: dict[str, str], said: str) -> None:
    before = with_options(side_of(resource(TABLE, "orders")), "orders", **options)

    assert data_at_risk(before, side_of()) == (f"`orders` (`dynamodb.Table`) is removed: {said}",)


def test_options_that_change_are_said_those_of_several_resources_once() -> None:
    def side(**options: str) -> Side:
        one = side_of(resource(QUEUE, "a"), resource(QUEUE, "b"))
        return replace(one, options=dict.fromkeys(one.record.resources, options))

    assert lines(side(protect="true", retainOnDelete="true"), side(retainOnDelete="true")) == [
        "- **option** `protect` `true` → not set: `a`, `b`"
    ]


@pytest.mark.parametrize("name", ["protect", "retainOnDelete"])
def test_an_option_that_is_off_in_two_ways_is_no_change(name: str) -> None:
    before = with_options(side_of(resource(QUEUE, "a")), "a", **{name: "false"})

    assert lines(before, side_of(resource(QUEUE, "a"))) == []


def test_a_renamed_resource_keeps_its_options() -> None:
    old, new = urn(QUEUE, "jobs"), urn(QUEUE, "tasks")
    before = with_options(side_of(resource(QUEUE, "jobs")), "jobs", protect="true")
    renamed = RecordedProgram({new: RecordedResource(QUEUE, {}, aliases=(old,))})
    after = Side("dev", renamed, options={new: {"protect": "true"}})

    assert [line for line in lines(before, after) if "option" in line] == []


def test_removed_resources_are_said_by_type_those_with_data_first() -> None:
    before = side_of(
        resource("aws:iam/role:Role", "a"), resource("aws:iam/role:Role", "b"), resource(TABLE, "t")
    )

    assert lines(before, side_of()) == [
        "- **removed** `t` (`dynamodb.Table`); **what it holds is lost**",
        f"- **removed** 2 {TIMES} `iam.Role` (`a`, `b`)",
    ]


def test_the_same_change_of_many_resources_is_one_line() -> None:
    names = [f"logs{number}" for number in range(10)]

    def side(days: int) -> Side:
        kind = "aws:cloudwatch/logGroup:LogGroup"
        return side_of(*(resource(kind, name, retentionInDays=days) for name in names))

    assert lines(side(14), side(30)) == [
        f"- **changed** 10 {TIMES} `cloudwatch.LogGroup`: `retentionInDays` 14 → 30 "
        "<details><summary>their names</summary>"
        + ", ".join(f"`{name}`" for name in names)
        + "</details>"
    ]


def test_functions_that_change_in_code_only_are_a_count_for_each_family() -> None:
    def side(digest: str) -> Side:
        code = {"archive": digest}
        return side_of(
            function("charge", code=code),
            function("refund", code=code),
            function("push", "realtime", code=code),
        )

    assert lines(side("sha256:1"), side("sha256:2")) == [
        "- **code only** `functions.checkout`: 2 functions; `functions.realtime`: 1 function"
    ]


def test_a_functions_code_beside_another_change_is_said_with_it() -> None:
    before = side_of(function("charge", timeout=3))
    after = side_of(function("charge", timeout=9, code={"archive": "sha256:2"}))

    assert lines(before, after) == [
        "- **changed** `charge` (`lambda.Function`): `timeout` 3 → 9, its code"
    ]


def test_a_layer_with_other_content_is_part_of_the_codes_line() -> None:
    def side(content: str) -> Side:
        layer = resource(LAYER, "layer", code={"archive": content}, description=f"Locked {content}")
        return side_of(layer, with_layer(function("charge")))

    assert lines(side("sha256:1"), side("sha256:2")) == [
        "- **code only** `functions.checkout`: 1 function; replaced by a new version: "
        "the layer `layer`"
    ]


def test_what_follows_from_a_layers_new_version_has_a_line_if_it_is_no_function() -> None:
    permission = "aws:lambda/layerVersionPermission:LayerVersionPermission"

    def side(content: str) -> Side:
        shared = with_layer(resource(permission, "shared", layerName="{layer}"))
        return side_of(resource(LAYER, "layer", code={"archive": content}), shared)

    assert lines(side("sha256:1"), side("sha256:2")) == [
        "- **changed** `shared` (`lambda.LayerVersionPermission`): `layers` follows `layer`; "
        "whether that replaces it is not known",
        "- **code only** replaced by a new version: the layer `layer`",
    ]


def test_a_layer_that_changes_in_more_than_content_is_a_replacement_that_others_follow() -> None:
    def side(runtime: str) -> Side:
        layer = resource(LAYER, "layer", compatibleRuntimes=[runtime])
        return side_of(layer, with_layer(function("charge")))

    assert lines(side("python3.12"), side("python3.13")) == [
        "- **replaced** `layer` (`lambda.LayerVersion`): `compatibleRuntimes` + `python3.13`, "
        "\N{MINUS SIGN} `python3.12`",
        "  - what follows: changed `charge` (`lambda.Function`)",
    ]


def test_what_follows_from_a_replacement_stands_below_it_also_at_second_hand() -> None:
    def side(protocol: str, key: str = "GET /") -> Side:
        integration = "aws:apigatewayv2/integration:Integration"
        return Side(
            "dev",
            RecordedProgram(
                {
                    urn(API, "api"): RecordedResource(API, {"protocolType": protocol}),
                    urn(integration, "to"): RecordedResource(
                        integration, {"apiId": "{api}"}, {"apiId": (urn(API, "api"),)}
                    ),
                    urn(ROUTE, "route"): RecordedResource(
                        ROUTE,
                        {"target": "integrations/{to}", "routeKey": key},
                        {"target": (urn(integration, "to"),)},
                    ),
                }
            ),
        )

    followed = lines(side("HTTP"), side("WEBSOCKET"))
    assert followed[1:] == [
        "  - what follows: replaced `to` (`apigatewayv2.Integration`); changed `route` "
        "(`apigatewayv2.Route`)"
    ]
    of_its_own = lines(side("HTTP"), side("WEBSOCKET", "GET /x"))
    assert of_its_own[-1] == (
        "- **changed** `route` (`apigatewayv2.Route`): `routeKey` `GET /` → `GET /x`, `target` "
        "follows `to`"
    )


def test_a_resource_with_an_alias_is_renamed_not_removed_and_added() -> None:
    old, new = urn(QUEUE, "jobs"), urn(QUEUE, "tasks")
    before = side_of(resource(QUEUE, "jobs"))
    after = Side("dev", RecordedProgram({new: RecordedResource(QUEUE, {}, aliases=(old,))}))

    assert lines(before, after) == [
        "- **renamed** `jobs` → `tasks` (`sqs.Queue`), the same resource by its alias"
    ]
    assert data_at_risk(before, after) == ()
    assert resources(before, after).summary == "1 renamed"


def test_what_is_perhaps_only_renamed_is_said_to_need_an_alias() -> None:
    before, after = side_of(resource(QUEUE, "jobs")), side_of(resource(QUEUE, "tasks"))
    hint = "what it holds is lost{}; if it is `tasks` now, it needs an alias"

    assert lines(before, after)[0] == f"- **removed** `jobs` (`sqs.Queue`); **{hint.format('**')}"
    assert data_at_risk(before, after) == (f"`jobs` (`sqs.Queue`) is removed: {hint.format('')}",)
    more = side_of(*(resource(QUEUE, name) for name in "abcd"))
    assert "if it is one of the 4 additions now" in lines(before, more)[0]


def test_a_component_that_is_perhaps_renamed_has_one_hint() -> None:
    types = (QUEUE, TABLE, ROUTE, API)
    before, after = (side_of(*(resource(one, name) for one in types)) for name in ("a", "b"))

    (hint,) = [line for line in lines(before, after) if "alias" in line]
    assert hint == (
        "- what is removed and added under another name is made anew, unless it has an alias"
    )


def test_a_type_without_an_entry_is_said_to_be_one_whose_replacement_is_not_known() -> None:
    kind = "aws:kinesis/stream:Stream"
    before, after = (side_of(resource(kind, "log", shardCount=count)) for count in (1, 2))

    assert lines(before, after) == [
        "- **changed** `log` (`kinesis.Stream`): `shardCount` 1 → 2; whether that replaces it, "
        "with what it holds, is not known"
    ]


def test_an_added_resource_is_told_by_its_short_properties() -> None:
    after = side_of(resource(QUEUE, "jobs", visibilityTimeoutSeconds=30, policy='{"a": 1}'))

    assert lines(side_of(), after) == [
        "- **added** `jobs` (`sqs.Queue`): `visibilityTimeoutSeconds` 30"
    ]


def test_of_a_new_stage_the_types_are_counted() -> None:
    after = side_of(resource(QUEUE, "a"), resource(QUEUE, "b"), resource(TABLE, "c"))

    assert lines(None, after) == [
        f"- 3 resources, all new: 1 {TIMES} `dynamodb.Table`, 2 {TIMES} `sqs.Queue`"
    ]


def test_a_stage_that_the_repository_no_longer_has_is_left_alone() -> None:
    assert lines(side_of(resource(TABLE, "t")), None) == []
    assert data_at_risk(side_of(resource(TABLE, "t")), None) == ()


def test_a_resource_of_another_provider_has_its_whole_type() -> None:
    assert lines(side_of(), side_of(resource("random:index/id:RandomId", "x"))) == [
        "- **added** `x` (`random:index/id:RandomId`)"
    ]
