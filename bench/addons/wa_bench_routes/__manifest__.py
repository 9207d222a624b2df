{
    "name": "Yardstick routes of the benchmarks",
    "summary": "An empty route and one with a bare INSERT; never part of the product",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "whatsapp_dsgvo",
    "license": "AGPL-3",
    "depends": ["whatsapp_dsgvo"],
    "installable": True,
}
