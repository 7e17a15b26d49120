"""A Debian of its own with a real Asterisk, in a folder: Debian 12 has no Asterisk."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

from tests.support import ROOT

FOLDER = ROOT / "var" / "hotline-lab"
SUITE = "sid"
BUILD_SECONDS = 300
# From these on, chan_websocket speaks JSON.
WANTED = {20: 18, 22: 8, 23: 2}


class NoLab(Exception):
    """The lab cannot be built here; the message says why."""


def asterisk_root() -> Path:
    """The folder of a Debian with Asterisk, made at the first use and kept.

    Raises `NoLab` where it cannot be had.
    """
    root = FOLDER / SUITE
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.is_dir():
            _build(root)
    _check_version(root)
    return root


def _build(root: Path) -> None:
    if os.geteuid() != 0:
        raise NoLab("debootstrap needs root")
    if shutil.which("debootstrap") is None:
        raise NoLab("debootstrap is not installed")
    unfinished = root.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        _run("debootstrap", "--variant=minbase", SUITE, str(unfinished))
        _start_no_services(unfinished)
        _run(
            *("chroot", str(unfinished), "env", "DEBIAN_FRONTEND=noninteractive"),
            *("apt-get", "install", "--yes", "--no-install-recommends", "asterisk"),
        )
        unfinished.rename(root)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _start_no_services(root: Path) -> None:
    policy = root / "usr" / "sbin" / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    # It can be made anew, so nothing waits for the disk.
    (root / "etc" / "dpkg" / "dpkg.cfg.d" / "no-waiting").write_text("force-unsafe-io\n")


def _run(*command: str) -> None:
    # What is mounted meanwhile goes with the mount namespace, however this ends.
    try:
        done = subprocess.run(
            ["unshare", "--mount", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=BUILD_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise NoLab(f"{command[0]} did not end within {BUILD_SECONDS} s") from None
    if done.returncode != 0:
        raise NoLab(f"{command[0]} failed:\n" + "\n".join(done.stdout.splitlines()[-10:]))


def _check_version(root: Path) -> None:
    said = subprocess.run(
        ["chroot", str(root), "asterisk", "-V"], capture_output=True, text=True
    ).stdout
    try:
        major, minor = (int(part) for part in said.split()[1].split(".")[:2])
    except (IndexError, ValueError):
        raise NoLab(f"{root} has no Asterisk that starts; delete the folder") from None
    if minor < WANTED.get(major, 0) or major < min(WANTED):
        raise NoLab(f"Debian {SUITE} has Asterisk {major}.{minor}, which is too old")
