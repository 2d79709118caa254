from app.types import ErrorEvent
