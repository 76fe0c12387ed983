"""What Pulumi's SDK is spared, counted: each output is looked at once, whatever their number."""

from __future__ import annotations

import subprocess
import sys

from tests.support.repository import REPO_ROOT

OUTPUTS = 10
# In a process of its own: lighten() is for the whole process.
LOOKS = f"""
import asyncio
from local.program.light_sdk import lighten
from pulumi.runtime import stack
from pulumi.runtime.settings import SETTINGS

lighten()
looks, wait = [], asyncio.wait

def counted(tasks, **options):
    looks.append(len(tasks))
    return wait(tasks, **options)

async def main():
    asyncio.wait = counted
    for number in range({OUTPUTS}):
        SETTINGS.outputs.add(asyncio.ensure_future(asyncio.sleep(number * 0.01)))
    await stack.wait_for_rpcs()
    print(sum(looks))

asyncio.run(main())
"""
FAILS = """
import asyncio
from local.program.light_sdk import lighten
from pulumi.runtime import stack
from pulumi.runtime.settings import SETTINGS

lighten()

async def fail():
    raise ValueError("an output that failed")

async def main():
    forever = asyncio.ensure_future(asyncio.Event().wait())
    SETTINGS.outputs.update([forever, asyncio.ensure_future(fail())])
    try:
        await stack.wait_for_rpcs()
    except ValueError as error:
        print(error)

asyncio.run(main())
"""
TRACES = """
from local.program.light_sdk import lighten
from pulumi.runtime import resource

lighten()
print(len(resource._get_stack_trace().frames))
"""


def said(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPO_ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_each_output_is_looked_at_once() -> None:
    assert said(LOOKS) == str(OUTPUTS)


def test_an_output_that_fails_ends_the_wait_for_the_other_ones() -> None:
    assert said(FAILS) == "an output that failed"


def test_no_stack_is_walked_for_a_resource() -> None:
    assert said(TRACES) == "0"
