"""Deliberately broken copies of each guard, made by replacing one piece of its source.

A mutant lives for one ``with`` block: the code of the module's functions is exchanged for that of
the changed source, so that every import of them, however made, runs the broken one.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

from components.saga import end_states, end_tasks, retries, state_machine_definition, step_states
from functions.checkout import announce_outcome, commit_outcome, refund_payment, start_saga
from functions.checkout.domain import outcome
from functions.checkout.stores import (
    allowances,
    idempotent_steps,
    order_outcomes,
    payment_ledger,
    saga_executions,
    stock,
    stream_records,
)


@dataclass(frozen=True)
class Mutant:
    """``old`` occurs exactly once in the module's source and is replaced by ``new``."""

    module: ModuleType
    old: str
    new: str


MUTANTS: dict[str, Mutant] = {
    "a compensation does not block a late forward step": Mutant(
        idempotent_steps, "        self._client.update_item(**update)\n", "        return\n"
    ),
    "a blocked step runs all the same": Mutant(
        idempotent_steps, 'if record.get("compensated"):', 'if record.get("never"):'
    ),
    "a step's record overwrites another": Mutant(
        idempotent_steps,
        '"ConditionExpression": f"attribute_not_exists({STEPS_KEY[0]})",\n        }',
        "}",
    ),
    "a block does not look whether the step happened after all": Mutant(
        idempotent_steps, "        if happened is not None:\n            condition +=",
        "        if happened == 5:\n            condition +=",
    ),
    "a charge does not look for a refund": Mutant(
        payment_ledger,
        '[self._put(charge), self._check(order.order_id, REFUND, "attribute_not_exists")]',
        "[self._put(charge)]",
    ),
    "a charge overwrites a charge": Mutant(
        payment_ledger,
        '            "ConditionExpression": f"attribute_not_exists({PAYMENTS_KEY[0]})",\n',
        "",
    ),
    "a refund does not look whether the charge still stands as it was read": Mutant(
        payment_ledger,
        "[self._put(refund), self._check(order.order_id, CHARGE, condition)]",
        "[self._put(refund)]",
    ),
    "a refund gives back what was never taken": Mutant(
        payment_ledger, "charge.amount_minor if charge else 0", "order.amount_minor"
    ),
    "a refund does not block the charge's step": Mutant(
        refund_payment, "        records.block(order.order_id, CHARGE_PAYMENT)\n", ""
    ),
    "stock may fall below zero": Mutant(
        stock, '            "ConditionExpression": "stock >= :least",\n', ""
    ),
    "stock is taken without a record": Mutant(
        stock, '[{"Put": record}, *takes]', "takes"
    ),
    "stock is given back without a block": Mutant(
        stock, '[{"Put": record}, {"Update": block}, *returns]', '[{"Put": record}, *returns]'
    ),
    "stock is given back without a record": Mutant(
        stock, '[{"Put": record}, {"Update": block}, *returns]', "returns"
    ),
    "an order ends although it has ended": Mutant(
        order_outcomes, 'f"#status = :pending{only_if}"', '"attribute_exists(orderId)"'
    ),
    "an order that was fenced off is finalized": Mutant(
        order_outcomes,
        'only_if=" AND attribute_not_exists(finalizeFencedAt)"\n            "',
        'only_if="',
    ),
    "fencing off leaves no mark": Mutant(
        order_outcomes, '"SET finalizeFencedAt = :now"', '"SET updatedAt = :now"'
    ),
    "a finalized order is answered as if it were fenced off": Mutant(
        commit_outcome,
        '"status": item["status"],',
        '"status": item.get("finalizeFencedAt", "PENDING"),',
    ),
    "another end is answered as the one that was asked for": Mutant(
        order_outcomes, 'if item["status"] != status:', 'if item["status"] == "never":'
    ),
    "a business error does not name the status": Mutant(
        outcome, '(business_errors or {}).get(error, REFUNDED)', "REFUNDED"
    ),
    "another amount than the stored order's is finalized": Mutant(
        order_outcomes, '" AND amountMinor = :amount AND currency = :currency"', '""'
    ),
    "a resolved order is not marked": Mutant(
        order_outcomes, "SET resolvedAs = :resolved, resolvedAt = :now", "SET resolvedAt = :now"
    ),
    "the step that failed is not compensated itself": Mutant(
        state_machine_definition, "forward(group, following, first_compensation(started), arns)",
        "forward(group, following, first_compensation(started[: -len(group)]), arns)",
    ),
    "only the step that failed is compensated": Mutant(
        step_states,
        '{"Next": first_compensation(earlier)}',
        '{"Next": first_compensation([])}',
    ),
    "a commit whose answer is lost is undone without being fenced off": Mutant(
        end_states, '"Catch": catchers(FENCE_FINALIZE, FAILURE),',
        '"Catch": catchers(first_undo, FAILURE),',
    ),
    "whether it was finalized is not asked": Mutant(
        end_states, '"StringEquals": orders.FINALIZED', '"StringEquals": "never"'
    ),
    "the recovery does not ask whether it was finalized": Mutant(
        end_states, '| {"Next": RECOVER_WAS_FINALIZED}', '| {"Next": first_undo}'
    ),
    "what is broken for good is not reported": Mutant(
        step_states, "if names else REPORT_ATTENTION", 'if names else "CommitNeedsAttention"'
    ),
    "after a compensation that failed the others are not tried": Mutant(
        step_states, "state_after_failure(names[-1]) if names else REPORT_ATTENTION",
        "REPORT_ATTENTION",
    ),
    "what is left is not named": Mutant(
        step_states, '{"Error.$": f"{ATTENTION}.Error"}', '{"undone": True}'
    ),
    "a compensation that fails for good is skipped": Mutant(
        step_states, "catchers(noting_state(state), ATTENTION)",
        "catchers(first_compensation(earlier), ATTENTION)",
    ),
    "the recovery is left out": Mutant(
        end_states, '"Next": RECOVER_FENCE_FINALIZE', '"Next": NOTIFY_UNDONE'
    ),
    "the buyer of a stuck order is told nothing": Mutant(
        end_states,
        '"Next": NOTIFY_NEEDS_ATTENTION', '"Next": OUTCOME_STANDS',
    ),
    "a push that fails is forgotten": Mutant(
        end_tasks,
        'catchers(REPORT_FAILED_PUSH, ATTENTION)',
        'catchers(OUTCOME_STANDS, ATTENTION)',
    ),
    "a compensation is not tried again": Mutant(
        retries, "retrier([ALL_ERRORS], policy)", 'retrier(["Never"], policy)'
    ),
    "a step is not tried again": Mutant(
        step_states, "retrier(errors, ", 'retrier(["Never"], '
    ),
    "a commit is not tried again": Mutant(
        end_tasks, '"Retry": retry_all(),', '"Retry": [],'
    ),
}  # fmt: skip


DOOR_MUTANTS: dict[str, Mutant] = {
    "a record whose fault passes is not asked for again": Mutant(
        stream_records,
        "            return _again(record)\n        except Exception as error:",
        "            continue\n        except Exception as error:",
    ),
    "a saga that did not start is forgotten by the stream": Mutant(
        start_saga, "raise PassingFaultError from error", "return"
    ),
    "a start that did not happen is taken for one": Mutant(
        saga_executions, "raise SagaNotStartedError(order.order_id) from error", "return"
    ),
    "a saga that runs already counts as not started": Mutant(
        saga_executions, 'if code != "ExecutionAlreadyExists":', "if True:"
    ),
    "an announcement that the bus turned away is forgotten": Mutant(
        announce_outcome, "        if code is not None:\n            raise PassingFaultError(code)",
        "        if code is None:\n            return",
    ),
    "an announcement that the bus turned away for now is parked": Mutant(
        announce_outcome, "raise PassingFaultError(code)", "raise EventBusError(code)"
    ),
    "a spent allowance is an error for good": Mutant(
        allowances, "if not is_condition_failure(error):", "if True:"
    ),
    "an allowance is never spent": Mutant(
        allowances, '":one": 1,', '":one": 0,'
    ),
    "an allowance is not looked at": Mutant(
        allowances, '"attribute_not_exists(orders) OR orders < :most"', '"orders < :most"'
    ),
}  # fmt: skip


@contextmanager
def living(mutant: Mutant) -> Iterator[None]:
    """The module with its guard broken, for the block."""
    source = inspect.getsource(mutant.module)
    if source.count(mutant.old) != 1:
        raise AssertionError(f"{mutant.module.__name__} has not exactly one {mutant.old!r}")
    name = mutant.module.__name__
    fresh: dict[str, Any] = {"__name__": name}
    exec(compile(source.replace(mutant.old, mutant.new), "<mutant>", "exec"), fresh)  # noqa: S102
    originals = dict(_functions(vars(mutant.module), name))
    kept: dict[FunctionType, CodeType] = {}
    for function, broken in _functions(fresh, name):
        kept[originals[function]] = originals[function].__code__
        originals[function].__code__ = broken.__code__
    try:
        yield
    finally:
        for original, code in kept.items():
            original.__code__ = code


def _functions(names: dict[str, Any], module: str) -> Iterator[tuple[str, FunctionType]]:
    for name, value in names.items():
        if isinstance(value, FunctionType) and value.__module__ == module:
            yield name, value
        elif inspect.isclass(value) and value.__module__ == module:
            for method, function in vars(value).items():
                if isinstance(function, FunctionType) and function.__module__ == module:
                    yield f"{name}.{method}", function
