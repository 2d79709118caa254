from .vendor.events import RealtimeErrorEvent, Session

__all__ = ["RealtimeErrorEvent", "Session"]
