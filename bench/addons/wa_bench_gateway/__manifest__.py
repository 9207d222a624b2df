{
    "name": "Meta's webhooks in OCA's mail_gateway, for the benchmarks",
    "summary": "The least that turns a webhook into a message; never part of the product",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "whatsapp_dsgvo",
    "license": "AGPL-3",
    "depends": ["mail_gateway"],
    "installable": True,
}
