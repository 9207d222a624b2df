"""Many rows at once whose values nobody reads next."""

from odoo.tools import SQL


def insert(model, vals_list):
    """What `model.create(vals_list)` would store; the records, not in the cache.

    Odoo's `create` puts every field of every record into the cache and into the cached
    lists of whatever it refers to: half of its time, and lost with the next commit.
    Defaults, conversions, recomputation and constraints are Odoo's own. Overrides of
    `create` are not called: whoever calls this has done what they do.
    """
    if not vals_list:
        return model.browse()
    if any(field.precompute for field in model._fields.values()):
        return model.create(vals_list)
    model.check_access("create")
    (defaults,) = model._prepare_create_values([{}])
    rows = [{**defaults, **vals} for vals in vals_list]
    stored = [
        field
        for name, field in sorted(model._fields.items())
        if field.store and any(name in row for row in rows)
    ]
    columns = [field for field in stored if field.column_type]
    records = model.browse(_insert(model, columns, rows))
    _forget_lists(model, columns)
    records.modified(model._fields, create=True)
    for field in stored:
        if not field.column_type:
            pairs = zip(records, rows, strict=True)
            field.create(
                [(one, row[field.name]) for one, row in pairs if field.name in row]
            )
            records.modified([field.name], create=True)
    records._validate_fields(field.name for field in stored)
    return records


def _forget_lists(model, columns):
    """Lists that were read before don't know what has just been stored."""
    for field in columns:
        for inverse in model.pool.field_inverses[field]:
            model.env[inverse.model_name].invalidate_model([inverse.name])


def update(values):
    """What `record.write(vals)` would store for each of {record: vals}.

    All with the same fields. Overrides of `write` are not called, nothing is tracked.
    """
    if not values:
        return
    records = next(iter(values)).union(*values)
    records.check_access("write")
    names = list(next(iter(values.values())))
    columns = [records._fields[name] for name in names]
    records.flush_recordset(names)
    records.env.execute_query(
        SQL(
            "UPDATE %s old SET %s, write_uid = %s, write_date = %s "
            "FROM (VALUES %s) new (id, %s) WHERE old.id = new.id RETURNING old.id",
            SQL.identifier(records._table),
            SQL(", ").join(
                SQL(
                    "%s = new.%s::%s",
                    SQL.identifier(field.name),
                    SQL.identifier(field.name),
                    SQL(field.column_type[0]),
                )
                for field in columns
            ),
            records.env.uid,
            records.env.cr.now(),
            SQL(", ").join(
                (
                    record.id,
                    *(
                        field.convert_to_column(vals[field.name], record)
                        for field in columns
                    ),
                )
                for record, vals in values.items()
            ),
            SQL(", ").join(map(SQL.identifier, names)),
        )
    )
    records.invalidate_recordset(names)
    _forget_lists(records, columns)
    records.modified(names)
    records._validate_fields(names)


def _insert(model, columns, rows):
    """The new rows' ids."""
    known = {}

    def converted(field, row):
        if field.name not in row:
            return SQL("DEFAULT")
        value = row[field.name]
        if field.type != "html":
            return field.convert_to_column_insert(value, model, row)
        # sanitised once, not for every row
        if (field, value) not in known:
            known[field, value] = field.convert_to_column_insert(value, model, row)
        return known[field, value]

    found = model.env.execute_query(
        SQL(
            "INSERT INTO %s (%s) VALUES %s RETURNING id",
            SQL.identifier(model._table),
            SQL(", ").join(SQL.identifier(field.name) for field in columns),
            SQL(", ").join(
                tuple(converted(field, row) for field in columns) for row in rows
            ),
        )
    )
    return [row[0] for row in found]
