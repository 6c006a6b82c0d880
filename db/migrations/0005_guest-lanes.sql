CREATE TABLE "guest_lanes" (
	"run_id" uuid NOT NULL,
	"lane" integer NOT NULL,
	"epoch" integer NOT NULL,
	"worker_id" text NOT NULL,
	"lease_until" timestamp (3) with time zone NOT NULL,
	"order" jsonb,
	"answer" jsonb,
	CONSTRAINT "guest_lanes_run_id_lane_pk" PRIMARY KEY("run_id","lane")
);
--> statement-breakpoint
ALTER TABLE "lane_backends" ADD COLUMN "worker_id" text;--> statement-breakpoint
ALTER TABLE "guest_lanes" ADD CONSTRAINT "guest_lanes_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;