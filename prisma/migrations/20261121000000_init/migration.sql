-- Why each table and index exists: prisma/schema.prisma.

-- CreateTable
CREATE TABLE "project" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "routing" TEXT NOT NULL,
    "contract" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "run" (
    "project_id" INTEGER NOT NULL,
    "run_id" TEXT NOT NULL,
    "name" TEXT,
    "description" TEXT,
    "status" TEXT NOT NULL,
    "dataset_id" TEXT,
    "event_ids" TEXT NOT NULL,
    "datapoint_ids" TEXT NOT NULL,
    "metadata" TEXT NOT NULL,
    "results" TEXT NOT NULL,
    "configuration" TEXT NOT NULL,
    "declared" BOOLEAN NOT NULL,
    "client_name" TEXT,
    "client_version" TEXT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,

    PRIMARY KEY ("project_id", "run_id")
);

-- CreateTable
CREATE TABLE "session" (
    "key" BLOB NOT NULL PRIMARY KEY,
    "project_id" INTEGER NOT NULL,
    "session_id" TEXT NOT NULL,
    "run_id" TEXT,
    "datapoint_id" TEXT,
    "audit_run_id" TEXT,
    "audit_datapoint_id" TEXT,
    "record_run_id" TEXT,
    "record_datapoint_id" TEXT,
    "span_run_id" TEXT,
    "span_datapoint_id" TEXT,
    "declared" BOOLEAN NOT NULL,
    "name" TEXT NOT NULL,
    "span_count" INTEGER NOT NULL DEFAULT 0,
    "error_count" INTEGER NOT NULL DEFAULT 0,
    "duplicate_count" INTEGER NOT NULL DEFAULT 0,
    "first_start_unix_nano" BIGINT,
    "last_end_unix_nano" BIGINT,
    "record_unix_nano" BIGINT,
    "started_unix_nano" BIGINT NOT NULL DEFAULT 0,
    "last_received_at" BIGINT NOT NULL,
    "preserved" INTEGER NOT NULL DEFAULT 0,
    "partial" INTEGER NOT NULL DEFAULT 0,
    "moved" INTEGER NOT NULL DEFAULT 0,
    "renamed" INTEGER NOT NULL DEFAULT 0,
    "retyped" INTEGER NOT NULL DEFAULT 0,
    "truncated" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "collided" INTEGER NOT NULL DEFAULT 0,
    "lost" INTEGER NOT NULL DEFAULT 0,
    "finding_count" INTEGER NOT NULL DEFAULT 0,
    "break_count" INTEGER NOT NULL DEFAULT 0,
    "problem_count" INTEGER NOT NULL DEFAULT 0,
    "missing_count" INTEGER NOT NULL DEFAULT 0,
    "settled" BOOLEAN NOT NULL DEFAULT false,
    "contract" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "client_name" TEXT,
    "client_version" TEXT,
    "created_micros" BIGINT NOT NULL,
    "claimed_until" BIGINT NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "session_attribution" (
    "session_key" BLOB NOT NULL,
    "key" TEXT NOT NULL,
    "present" INTEGER NOT NULL,
    "missing" INTEGER NOT NULL,
    "conflicting" INTEGER NOT NULL,
    "malformed" INTEGER NOT NULL,
    "unattributable" INTEGER NOT NULL,
    "pending" INTEGER NOT NULL,
    "not_applicable" INTEGER NOT NULL,

    PRIMARY KEY ("session_key", "key")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "session_record" (
    "session_key" BLOB NOT NULL PRIMARY KEY,
    "record" TEXT NOT NULL,
    "patch" TEXT,
    "input_values" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "session_structure" (
    "session_key" BLOB NOT NULL PRIMARY KEY,
    "input_hash" TEXT NOT NULL,
    "structure" BLOB NOT NULL
);

-- CreateTable
CREATE TABLE "trace_session" (
    "trace_id" BLOB NOT NULL,
    "session_key" BLOB NOT NULL,
    "project_id" INTEGER NOT NULL,

    PRIMARY KEY ("trace_id", "session_key")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "span" (
    "session_key" BLOB NOT NULL,
    "trace_id" BLOB NOT NULL,
    "span_id" BLOB NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "sightings" INTEGER NOT NULL,
    "ended" BOOLEAN NOT NULL,
    "payload_hash" TEXT NOT NULL,
    "other_hashes" TEXT,

    PRIMARY KEY ("session_key", "trace_id", "span_id")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "span_facts" (
    "session_key" BLOB NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "facts" BLOB NOT NULL,

    PRIMARY KEY ("session_key", "delivery_id")
);

-- CreateTable
CREATE TABLE "event" (
    "session_key" BLOB NOT NULL,
    "event_id" TEXT NOT NULL,
    "trace_id" BLOB NOT NULL,
    "span_id" BLOB NOT NULL,
    "start_time" REAL NOT NULL,
    "payload" TEXT,
    "patch" TEXT,

    PRIMARY KEY ("session_key", "event_id", "trace_id", "span_id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "project_id" INTEGER,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "content_encoding" TEXT NOT NULL,
    "wire_bytes" INTEGER NOT NULL,
    "user_agent" TEXT,
    "client_name" TEXT,
    "client_version" TEXT,
    "received_at" BIGINT NOT NULL,
    "status" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "duplicated" INTEGER NOT NULL,
    "rejected" TEXT NOT NULL,
    "warnings" TEXT NOT NULL,
    "subject_key" BLOB,
    "body" BLOB,
    "events" BLOB
);

-- CreateTable
CREATE TABLE "finding" (
    "session_key" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "severity" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "payload" TEXT NOT NULL,

    PRIMARY KEY ("session_key", "position")
);

-- CreateTable
CREATE TABLE "pinned_baseline" (
    "project_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "pinned_at" BIGINT NOT NULL,

    PRIMARY KEY ("project_id", "kind", "value")
);

-- CreateTable
CREATE TABLE "snapshot" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "project_id" INTEGER NOT NULL,
    "token_hash" BLOB NOT NULL,
    "title" TEXT NOT NULL,
    "base_run_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "expires_at" BIGINT,
    "revoked_at" BIGINT,
    "erased_at" BIGINT,
    "views" INTEGER NOT NULL DEFAULT 0,
    "last_viewed_at" BIGINT,
    "size" INTEGER NOT NULL,
    "contents" BLOB
);

-- CreateTable
CREATE TABLE "snapshot_session" (
    "session_key" BLOB NOT NULL,
    "snapshot_id" TEXT NOT NULL,

    PRIMARY KEY ("session_key", "snapshot_id")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "catalog_entry" (
    "project_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "payload" TEXT NOT NULL,

    PRIMARY KEY ("project_id", "kind", "id")
);

-- CreateTable
CREATE TABLE "dataset_member" (
    "project_id" INTEGER NOT NULL,
    "dataset_id" TEXT NOT NULL,
    "datapoint_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    PRIMARY KEY ("project_id", "dataset_id", "datapoint_id")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "project_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT NOT NULL,
    "token_hash" BLOB NOT NULL,
    "created_at" BIGINT NOT NULL,
    "last_used_at" BIGINT,
    "revoked_at" BIGINT
);

-- CreateIndex
CREATE UNIQUE INDEX "project_name_key" ON "project"("name");

-- CreateIndex
CREATE INDEX "run_project_id_created_at_run_id_idx" ON "run"("project_id", "created_at", "run_id");

-- CreateIndex
CREATE INDEX "run_project_id_dataset_id_created_at_run_id_idx" ON "run"("project_id", "dataset_id", "created_at", "run_id");

-- CreateIndex
CREATE INDEX "run_project_id_name_created_at_run_id_idx" ON "run"("project_id", "name", "created_at", "run_id");

-- CreateIndex
CREATE INDEX "run_run_id_idx" ON "run"("run_id");

-- CreateIndex
CREATE INDEX "session_session_id_idx" ON "session"("session_id");

-- CreateIndex
CREATE INDEX "session_project_id_run_id_problem_count_session_id_idx" ON "session"("project_id", "run_id", "problem_count", "session_id");

-- CreateIndex
CREATE INDEX "session_project_id_run_id_started_unix_nano_session_id_idx" ON "session"("project_id", "run_id", "started_unix_nano", "session_id");

-- CreateIndex
CREATE INDEX "session_project_id_run_id_datapoint_id_idx" ON "session"("project_id", "run_id", "datapoint_id");

-- CreateIndex
CREATE INDEX "session_project_id_run_id_span_count_missing_count_idx" ON "session"("project_id", "run_id", "span_count", "missing_count");

-- CreateIndex
CREATE INDEX "session_settled_last_received_at_idx" ON "session"("settled", "last_received_at");

-- CreateIndex
CREATE INDEX "session_datapoint_id_idx" ON "session"("datapoint_id");

-- CreateIndex
CREATE INDEX "trace_session_session_key_idx" ON "trace_session"("session_key");

-- CreateIndex
CREATE INDEX "event_event_id_idx" ON "event"("event_id");

-- CreateIndex
CREATE INDEX "delivery_received_at_idx" ON "delivery"("received_at");

-- CreateIndex
CREATE INDEX "delivery_project_id_received_at_id_idx" ON "delivery"("project_id", "received_at", "id");

-- CreateIndex
CREATE INDEX "delivery_subject_key_idx" ON "delivery"("subject_key") WHERE "subject_key" IS NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "snapshot_token_hash_key" ON "snapshot"("token_hash");

-- CreateIndex
CREATE INDEX "snapshot_project_id_created_at_id_idx" ON "snapshot"("project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "snapshot_session_snapshot_id_idx" ON "snapshot_session"("snapshot_id");

-- CreateIndex
CREATE INDEX "catalog_entry_project_id_kind_created_at_id_idx" ON "catalog_entry"("project_id", "kind", "created_at", "id");

-- CreateIndex
CREATE INDEX "catalog_entry_project_id_kind_name_created_at_id_idx" ON "catalog_entry"("project_id", "kind", "name", "created_at", "id");

-- CreateIndex
CREATE INDEX "dataset_member_project_id_dataset_id_position_datapoint_id_idx" ON "dataset_member"("project_id", "dataset_id", "position", "datapoint_id");

-- CreateIndex
CREATE INDEX "dataset_member_project_id_datapoint_id_idx" ON "dataset_member"("project_id", "datapoint_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_token_hash_key" ON "api_key"("token_hash");
