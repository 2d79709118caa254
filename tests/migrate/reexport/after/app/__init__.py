from .vendor.events import RealtimeErrorEvent as ErrorEvent
