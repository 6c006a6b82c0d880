CREATE TABLE "rejects" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"migration_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"task" integer NOT NULL,
	"chunk" integer NOT NULL,
	"n" integer NOT NULL,
	"key" jsonb NOT NULL,
	"sqlstate" text NOT NULL,
	"constraint_name" text,
	"column_name" text,
	"message" text NOT NULL,
	"fix" text NOT NULL,
	"image" text,
	"state" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by_id" uuid,
	"requested_at" timestamp (3) with time zone,
	"requested_fix" text,
	"refusal" text,
	"refusal_sqlstate" text,
	"refused_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "migrations" ADD COLUMN "in_review" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "migrations" ADD COLUMN "is_retry" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "value_key" jsonb;--> statement-breakpoint
ALTER TABLE "chunks" ADD COLUMN "rejected" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chunks" ADD COLUMN "deaths" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "is_retry" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "retries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rejects" ADD CONSTRAINT "rejects_migration_id_migrations_id_fk" FOREIGN KEY ("migration_id") REFERENCES "public"."migrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejects" ADD CONSTRAINT "rejects_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejects" ADD CONSTRAINT "rejects_decided_by_id_users_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "rejects_place" ON "rejects" USING btree ("run_id","task","chunk","n");--> statement-breakpoint
CREATE INDEX "rejects_page" ON "rejects" USING btree ("run_id","seen_at","id");--> statement-breakpoint
CREATE INDEX "rejects_requested" ON "rejects" USING btree ("migration_id") WHERE "rejects"."requested_at" is not null;