"""A stand-in for Meta's Cloud API: Graph calls, webhooks and customers' phones."""
