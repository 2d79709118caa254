from .vendor.events import ErrorEvent as ErrorEvent
