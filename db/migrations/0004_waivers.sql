CREATE TABLE "waivers" (
	"migration_id" uuid NOT NULL,
	"finding_id" text NOT NULL,
	"evidence" text NOT NULL,
	"reason" text NOT NULL,
	"user_id" uuid,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "waivers_migration_id_finding_id_pk" PRIMARY KEY("migration_id","finding_id")
);
--> statement-breakpoint
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_migration_id_migrations_id_fk" FOREIGN KEY ("migration_id") REFERENCES "public"."migrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;