import { noting } from "./noted.mjs";

export const RealtimeNotifier = noting("realtime:RealtimeNotifier");
export const Saga = noting("realtime:Saga");
