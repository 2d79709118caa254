import Messages = require('./messages.js');
import { Hello } from './messages.js';
export interface Holder {
  hello: Messages.Hello;
  same: Hello;
  any: Messages.Any;
}
