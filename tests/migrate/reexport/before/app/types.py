from .vendor.events import ErrorEvent, Session

__all__ = ["ErrorEvent", "Session"]
