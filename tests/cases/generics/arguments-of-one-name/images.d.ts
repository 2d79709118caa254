export interface View { urls: string[] }
