-- A copy of the database stays mute and unreadable: no tokens, no sending, no key store.
UPDATE wa_channel SET access_token_sealed = NULL, state = 'draft';
UPDATE wa_app SET app_secret_sealed = NULL, previous_app_secret_sealed = NULL,
       verify_token_sealed = NULL, webhook_key = md5(random()::text || id::text);
UPDATE wa_message SET state = 'cancelled', cancel_reason = 'neutralized'
 WHERE direction = 'out' AND state IN ('queued', 'sending', 'waiting_for_window');
DELETE FROM wa_event;
-- The copy names a key store that does not exist: not even by accident it gets the
-- original's keys, nor writes into its journal.
INSERT INTO ir_config_parameter (key, value)
VALUES ('whatsapp_dsgvo.key_store_uuid', 'neutralized')
    ON CONFLICT (key) DO UPDATE SET value = excluded.value;
