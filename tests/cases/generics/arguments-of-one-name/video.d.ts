export interface View { playlist: string }
