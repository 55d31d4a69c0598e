def uninstall_hook(env):
    """Take the guards away with what they guarded: the functions are no part of any table."""
    env.cr.execute("DROP FUNCTION IF EXISTS evidence_refuse() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS evidence_entry_queue() CASCADE")
