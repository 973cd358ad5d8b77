"""Names the start of the computer, so that its clock can be compared from one run to the next."""

import subprocess
import sys
from pathlib import Path

_LINUX = Path("/proc/sys/kernel/random/boot_id")
_MAC = ("sysctl", "-n", "kern.bootsessionuuid")
_WINDOWS = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
_PATIENCE = 5.0
"""Seconds that the system may take to answer."""


def boot() -> str:
    """Return a text that is another one after each start; empty where the system has none."""
    try:
        if sys.platform == "linux":
            return _LINUX.read_text(encoding="ascii").strip()
        if sys.platform == "darwin":
            told = subprocess.run(_MAC, capture_output=True, timeout=_PATIENCE, check=True)
            return told.stdout.decode("ascii").strip()
        if sys.platform == "win32":
            import winreg

            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS) as key:
                return f"start {winreg.QueryValueEx(key, 'BootId')[0]}"
    except (OSError, UnicodeDecodeError, subprocess.SubprocessError):
        return ""
    return ""
