"""One local stage: emulator, deployment, seed, shop page."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from local.embedded_stage import EMBEDDED as STAGE
from local.emulator.process import Emulator
from local.interrupts import shielded
from local.open_files import STAGE_NEEDS, allow_open_files
from local.outputs_file import OutputsFile
from local.placeholders import REGION
from local.plan import plan, refusals_of
from local.program import Program, stage_config
from local.provisioners import AwsProvisioner
from local.seed import seed_buyers, seed_newcomer, seed_products
from local.storefront_server import StorefrontServer
from operations.hosted_page import page_config

ORIGINS = "realtime-checkout:allowedOrigins"
DOMAIN_SETTINGS = tuple(
    f"realtime-checkout:{key}"
    for key in ("websocketDomainName", "httpDomainName", "certificateArn", "hostedZoneId")
)
OIDC_SETTINGS = ("realtime-checkout:oidcIssuer", "realtime-checkout:oidcAudience")


class StageRefusedError(Exception):
    """The stage does not start; the text says every reason and what to do."""


class LocalStage:
    """A context manager: the stage runs inside it and leaves nothing behind.

    ``storefront_port`` 0 takes a free one. ``settings``, by full key, come before those of
    Pulumi.local.yaml. Pages of ``more_origins`` may use the stage beside its own. ``say`` gets a
    line for each finished part, ``now`` what runs; an empty text: nothing runs any more.
    """

    def __init__(
        self,
        project_dir: Path,
        *,
        storefront_port: int,
        outputs_file: Path,
        settings: Mapping[str, object] | None = None,
        more_origins: Sequence[str] = (),
        say: Callable[[str], None] = lambda _: None,
        now: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.project_dir = project_dir.resolve()
        self.outputs: dict[str, Any] = {}
        self.provisioner: AwsProvisioner
        self.emulator: Emulator
        self.page_origins: list[str]
        self._port = storefront_port
        self._outputs_file = OutputsFile(outputs_file)
        self._settings = settings or {}
        self._more_origins = more_origins
        self._say, self._now = say, now
        self._parts = ExitStack()
        self._started = time.monotonic()

    def __enter__(self) -> LocalStage:
        try:
            self._start(self._parts)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop everything. Closing twice is fine."""
        with shielded():
            self._parts.close()

    @property
    def outputs_path(self) -> Path:
        """The file that is really written: ``outputs-<port>.json`` beside the given file if another
        running stage owns that.
        """
        return self._outputs_file.path

    def client(self, service: str) -> Any:
        """A boto3 client of the emulator."""
        return self.provisioner.client(service)

    def _start(self, parts: ExitStack) -> None:
        _check_settings(self.project_dir)
        allow_open_files(STAGE_NEEDS, "a local stage")
        self._outputs_file.check()
        with shielded():
            page = StorefrontServer(self.project_dir, self._port, self._more_origins)
            parts.callback(page.close)
            emulator = Emulator(REGION, self._more_origins)
            self.emulator = parts.enter_context(emulator)  # boots while the plan is made
        self.page_origins = page.origins
        allowed = [*dict.fromkeys([*page.origins, *self._more_origins])]
        settings = {**self._settings, **self._without_domains(), ORIGINS: allowed}
        with Program(self.project_dir, STAGE, settings) as program:
            self._begin("planning the resources (a first run installs the functions' libraries)")
            planned = plan(program)
            for warning in (*planned.warnings, *planned.advice):
                self._tell(f"warning: {warning}")
            refuse(planned.refusals, planned.limits)
            self._tell(f"{len(planned.resources)} resources planned, 0 refusals")
            self._begin("starting the emulator")
            self.emulator.wait_until_ready()
            self._tell("emulator started")
            self._begin(f"deploying {len(planned.resources)} resources")
            self._create(program)
            program.finish()
            self._begin("seeding products and buyers")
            buyers = self._seed()
        self._tell("products and buyers seeded")
        self._now("")
        self.outputs |= {
            "storefront_url": page.url,
            "emulator_url": self.emulator.endpoint_url,
            "region": REGION,
            "demo_buyers": buyers,
        }
        page.publish(page_config(self.outputs))
        with shielded():
            self._write_outputs()
            parts.callback(self._outputs_file.remove)

    def _without_domains(self) -> dict[str, str]:
        """Settings that no stage on this machine can keep: no name leads here."""
        config = stage_config(self.project_dir, STAGE, self._settings)
        given = [key for key in DOMAIN_SETTINGS if config.values.get(key)]
        if given:
            names = ", ".join(key.split(":")[1] for key in given)
            self._tell(f"left out: {names}; a local stage has its own addresses only")
        return dict.fromkeys(given, "")

    def _create(self, program: Program) -> None:
        self.provisioner = AwsProvisioner(
            self.emulator.endpoint_url, REGION, self.project_dir, program.naming
        )
        result = program.run(self.provisioner)
        # A program can decide by an output, and the real output differs from the placeholder:
        # check the created resources as well.
        refuse(refusals_of(program, result.resources))
        self.outputs = dict(result.exports)
        self._tell(f"{len(result.resources)} resources deployed")

    def _seed(self) -> list[Mapping[str, str | bool]]:
        """The demo buyers. Those whose password is permanent come first."""
        seed_products(self.client, self.outputs["products_table"])
        buyers = seed_buyers(self.client, self.outputs)
        return [*buyers, seed_newcomer(self.client, self.outputs)]

    def _write_outputs(self) -> None:
        wanted = self.outputs_path
        self._outputs_file.write(self.outputs)
        if self.outputs_path != wanted:
            self._tell(
                f"{wanted} belongs to another running stage: outputs are in {self.outputs_path}"
            )

    def _begin(self, what: str) -> None:
        self._now(f"  {'':8}  {what}")

    def _tell(self, what: str) -> None:
        self._say(f"  {time.monotonic() - self._started:6.1f} s  {what}")


def refuse(refusals: Sequence[str], limits: Sequence[str] = ()) -> None:
    """Raise ``StageRefusedError`` with every reason, when there is one."""
    parts = [
        "\n".join([title, *(f"  - {reason}" for reason in reasons)])
        for title, reasons in (
            ("This program must not reach AWS:", refusals),
            ("The local stage cannot create this program:", limits),
        )
        if reasons
    ]
    if parts:
        raise StageRefusedError("\n".join(parts))


def _check_settings(project_dir: Path) -> None:
    config = stage_config(project_dir, STAGE, {}).values
    settings = " and ".join(key.split(":")[1] for key in OIDC_SETTINGS if config.get(key))
    if settings:
        raise StageRefusedError(
            "the local stage signs its demo buyers in at its own user pool; remove "
            f"{settings} from {project_dir / f'Pulumi.{STAGE}.yaml'}"
        )
