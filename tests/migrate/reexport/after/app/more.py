from app.types import RealtimeErrorEvent
