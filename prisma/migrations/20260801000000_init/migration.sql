-- Why each table and index exists: prisma/schema.prisma.

-- CreateTable
CREATE TABLE "Project" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "routing" TEXT NOT NULL,
    "contract" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Run" (
    "projectId" INTEGER NOT NULL,
    "runId" TEXT NOT NULL,
    "name" TEXT,
    "description" TEXT,
    "status" TEXT NOT NULL,
    "datasetId" TEXT,
    "eventIds" TEXT NOT NULL,
    "datapointIds" TEXT NOT NULL,
    "metadata" TEXT NOT NULL,
    "results" TEXT NOT NULL,
    "configuration" TEXT NOT NULL,
    "declared" BOOLEAN NOT NULL,
    "clientName" TEXT,
    "clientVersion" TEXT,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,

    PRIMARY KEY ("projectId", "runId")
);

-- CreateTable
CREATE TABLE "Session" (
    "key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "projectId" INTEGER NOT NULL,
    "sessionId" TEXT NOT NULL,
    "runId" TEXT,
    "datapointId" TEXT,
    "auditRunId" TEXT,
    "auditDatapointId" TEXT,
    "recordRunId" TEXT,
    "recordDatapointId" TEXT,
    "spanRunId" TEXT,
    "spanDatapointId" TEXT,
    "declared" BOOLEAN NOT NULL,
    "name" TEXT NOT NULL,
    "spanCount" INTEGER NOT NULL DEFAULT 0,
    "errorCount" INTEGER NOT NULL DEFAULT 0,
    "duplicateCount" INTEGER NOT NULL DEFAULT 0,
    "firstStartUnixNano" BIGINT,
    "lastEndUnixNano" BIGINT,
    "recordUnixNano" BIGINT,
    "startedUnixNano" BIGINT NOT NULL DEFAULT 0,
    "lastReceivedAt" BIGINT NOT NULL,
    "preserved" INTEGER NOT NULL DEFAULT 0,
    "partial" INTEGER NOT NULL DEFAULT 0,
    "moved" INTEGER NOT NULL DEFAULT 0,
    "renamed" INTEGER NOT NULL DEFAULT 0,
    "retyped" INTEGER NOT NULL DEFAULT 0,
    "truncated" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "collided" INTEGER NOT NULL DEFAULT 0,
    "lost" INTEGER NOT NULL DEFAULT 0,
    "findingCount" INTEGER NOT NULL DEFAULT 0,
    "breakCount" INTEGER NOT NULL DEFAULT 0,
    "problemCount" INTEGER NOT NULL DEFAULT 0,
    "missingCount" INTEGER NOT NULL DEFAULT 0,
    "settled" BOOLEAN NOT NULL DEFAULT false,
    "contract" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "clientName" TEXT,
    "clientVersion" TEXT
);

-- CreateTable
CREATE TABLE "SessionAttribution" (
    "sessionKey" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "present" INTEGER NOT NULL,
    "missing" INTEGER NOT NULL,
    "conflicting" INTEGER NOT NULL,
    "malformed" INTEGER NOT NULL,
    "unattributable" INTEGER NOT NULL,
    "pending" INTEGER NOT NULL,
    "notApplicable" INTEGER NOT NULL,

    PRIMARY KEY ("sessionKey", "key")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "SessionRecord" (
    "sessionKey" INTEGER NOT NULL PRIMARY KEY,
    "record" TEXT NOT NULL,
    "patch" TEXT,
    "inputValues" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "TraceSession" (
    "traceId" BLOB NOT NULL,
    "sessionKey" INTEGER NOT NULL,
    "projectId" INTEGER NOT NULL,

    PRIMARY KEY ("traceId", "sessionKey")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Span" (
    "sessionKey" INTEGER NOT NULL,
    "traceId" BLOB NOT NULL,
    "spanId" BLOB NOT NULL,
    "startUnixNano" BIGINT NOT NULL,
    "endUnixNano" BIGINT NOT NULL,
    "deliveryId" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "sightings" INTEGER NOT NULL,
    "payloadHash" TEXT NOT NULL,
    "otherHashes" TEXT,
    "custody" TEXT NOT NULL,
    "facts" TEXT NOT NULL,

    PRIMARY KEY ("sessionKey", "traceId", "spanId")
);

-- CreateTable
CREATE TABLE "Event" (
    "sessionKey" INTEGER NOT NULL,
    "traceId" BLOB NOT NULL,
    "spanId" BLOB NOT NULL,
    "eventId" TEXT NOT NULL,
    "startTime" REAL NOT NULL,
    "patch" TEXT,
    "payload" TEXT NOT NULL,

    PRIMARY KEY ("sessionKey", "traceId", "spanId", "eventId")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "projectId" INTEGER,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "contentEncoding" TEXT NOT NULL,
    "wireBytes" INTEGER NOT NULL,
    "userAgent" TEXT,
    "clientName" TEXT,
    "clientVersion" TEXT,
    "receivedAt" BIGINT NOT NULL,
    "status" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "duplicated" INTEGER NOT NULL,
    "rejected" TEXT NOT NULL,
    "warnings" TEXT NOT NULL,
    "body" BLOB
);

-- CreateTable
CREATE TABLE "Finding" (
    "sessionKey" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "severity" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "payload" TEXT NOT NULL,

    PRIMARY KEY ("sessionKey", "position")
);

-- CreateIndex
CREATE UNIQUE INDEX "Project_name_key" ON "Project"("name");

-- CreateIndex
CREATE INDEX "Run_projectId_createdAt_runId_idx" ON "Run"("projectId", "createdAt", "runId");

-- CreateIndex
CREATE INDEX "Run_runId_idx" ON "Run"("runId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_sessionId_projectId_key" ON "Session"("sessionId", "projectId");

-- CreateIndex
CREATE INDEX "Session_projectId_runId_problemCount_sessionId_idx" ON "Session"("projectId", "runId", "problemCount", "sessionId");

-- CreateIndex
CREATE INDEX "Session_projectId_runId_startedUnixNano_sessionId_idx" ON "Session"("projectId", "runId", "startedUnixNano", "sessionId");

-- CreateIndex
CREATE INDEX "Session_projectId_runId_datapointId_idx" ON "Session"("projectId", "runId", "datapointId");

-- CreateIndex
CREATE INDEX "Session_projectId_runId_spanCount_missingCount_idx" ON "Session"("projectId", "runId", "spanCount", "missingCount");

-- CreateIndex
CREATE INDEX "Session_settled_lastReceivedAt_idx" ON "Session"("settled", "lastReceivedAt");

-- CreateIndex
CREATE INDEX "Session_datapointId_idx" ON "Session"("datapointId");

-- CreateIndex
CREATE INDEX "TraceSession_sessionKey_idx" ON "TraceSession"("sessionKey");

-- CreateIndex
CREATE INDEX "Span_spanId_idx" ON "Span"("spanId");

-- CreateIndex
CREATE INDEX "Event_eventId_idx" ON "Event"("eventId");
