/** Minutes before the end of a block at which its nodes leave. EC2 ends instances 30 (UltraServers 60) minutes before. */
export const leadMinutesOf = (isUltraServer: boolean): number => (isUltraServer ? 70 : 40);
