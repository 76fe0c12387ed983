"""Runs a module as ``python -m`` does, and stops it in order: ``python -S tools/run.py local up``.

The Makefile starts each command by it. Ctrl-C ends with one line, exit code 130 and no traceback,
also while Python and the command's imports load, which takes seconds. ``-S`` postpones the start
of the installed packages until the signals are handled.
"""

# Built in, as posix is. To import signal takes as long as to start Python.
import _signal  # type: ignore[import-not-found]
import posix

SIGNALS = (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP)


def end_at_once(*_: object) -> None:
    """Nothing was started yet, so there is nothing to clean up."""
    posix.write(2, b"\nstopped\n")
    posix._exit(130)


if __name__ == "__main__":
    for number in SIGNALS:
        if _signal.getsignal(number) != _signal.SIG_IGN:  # nohup keeps its meaning
            _signal.signal(number, end_at_once)
    # The Makefile holds Ctrl-C back until here: a traceback is Python's answer before.
    _signal.pthread_sigmask(_signal.SIG_UNBLOCK, SIGNALS)

import os  # noqa: E402 - the signals come first
import runpy  # noqa: E402
import sys  # noqa: E402

REPO_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def run_module() -> int:
    """Run the module that the first argument names; its exit code."""
    del sys.argv[0]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
            return 1
        return int(ended.code or 0)
    return 0


def open_what_is_closed() -> None:
    """Give each standard stream that the shell closed (``>&-``) nothing to read or to write to.

    In their order: otherwise the first file or socket that is opened would become this stream.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode)  # noqa: SIM115 - until the end
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)


if __name__ == "__main__":
    open_what_is_closed()
    if sys.flags.no_site:
        import site

        site.main()
    # Not this file's folder, and whatever PYTHONSAFEPATH says.
    sys.path[:] = [REPO_ROOT, *(one for one in sys.path if one != os.path.join(REPO_ROOT, "tools"))]
    from local.interrupts import stopping_in_order

    sys.exit(stopping_in_order(run_module))
