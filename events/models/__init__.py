from events.models.event import Event, Outbox
from events.models.job import Heartbeat, Job

__all__ = ["Event", "Heartbeat", "Job", "Outbox"]
