import { View as Images } from './images.js';
import { View as Video } from './video.js';
export type Typed<V, T extends string> = V & { $type: T };
export interface Box<V> { held: V }
export interface Post {
  embed: Typed<Images, 'images'> | Typed<Video, 'video'>;
  images: Box<Images>;
  video: Box<Video>;
}
