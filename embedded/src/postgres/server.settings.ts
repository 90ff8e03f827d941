/** Whether acknowledged commits survive a crash of the machine; `false` only for clusters of tests. */
export interface Durability {
  readonly durable: boolean;
}

/** Server settings, given on the command line at each start so that they follow the code and not the data folder. */
export function serverSettings({ durable }: Durability): Record<string, string> {
  return {
    // Loopback TCP only: a socket file would need a path of at most 107 bytes.
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Sized for a small machine on which the models want the memory.
    shared_buffers: durable ? '64MB' : '32MB',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    effective_cache_size: '512MB',
    // Files in the data folder, cleared at each start: what lies in /dev/shm a killed server would leave there for good.
    dynamic_shared_memory_type: 'mmap',
    max_worker_processes: '4',
    max_parallel_workers_per_gather: '0',
    io_method: 'sync',
    jit: 'off',
    // One server without replicas.
    wal_level: 'minimal',
    max_wal_senders: '0',
    min_wal_size: '32MB',
    max_wal_size: '256MB',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    idle_in_transaction_session_timeout: '5min',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
  };
}
